//! `schema.py`: pydantic models that take the strings of real databags.
