"""What upstream's tester checks databags with: the interface of the benchmark `tester`."""

import pydantic
from interface_tester.schema_base import DataBagSchema


class RequirerApplicationData(pydantic.BaseModel):
    version: int


class RequirerSchema(DataBagSchema):
    app: RequirerApplicationData
