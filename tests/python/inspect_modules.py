"""Load exported modules the way `interface_tester` does, without a warning.

Takes a folder with `<name>/v<N>/schema.py`. Prints, for each, the roles that the
tester finds and which fields have no description.
"""

import json
import sys
import warnings
from pathlib import Path

from interface_tester.collector import get_schemas
from interface_tester.schema_base import DataBagSchema

warnings.simplefilter("error")

found = {}
for file in sorted(Path(sys.argv[1]).glob("*/v*/schema.py")):
    schemas = get_schemas(file)
    assert all(issubclass(schema, DataBagSchema) for schema in schemas.values()), file
    schema = json.dumps([one.model_json_schema() for one in schemas.values()])
    found["/".join(file.parts[-3:-1])] = {
        "roles": sorted(schemas),
        "described": schema.count('"description"'),
    }
print(json.dumps(found))
