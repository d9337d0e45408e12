"""Judge databags by exported modules.

Takes a folder of modules. Reads one case per line, `{"module", "role", "databags"}`,
and answers each with `{"accepted", "error"}`: as `interface_tester` does, the
databags of one side are validated together.
"""

import importlib.util
import json
import sys
import warnings
from pathlib import Path

from interface_tester.collector import get_schema_from_module
from pydantic import BaseModel, ValidationError

warnings.simplefilter("error")


def load(file: Path) -> object:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def judge(schema: type[BaseModel], databags: dict[str, dict[str, str]]) -> dict[str, object]:
    try:
        schema.model_validate(databags)
    except ValidationError as error:
        places = [[*map(str, one["loc"])] for one in error.errors(include_input=False)]
        return {"accepted": False, "error": f"{places[:5]}: {error}"[:2000]}
    return {"accepted": True, "error": ""}


def main() -> None:
    modules = {file.stem: load(file) for file in sorted(Path(sys.argv[1]).glob("*.py"))}
    print(json.dumps({"modules": len(modules)}), flush=True)
    for line in sys.stdin:
        case = json.loads(line)
        name = f"{case['role'].capitalize()}Schema"
        schema = get_schema_from_module(modules[case["module"]], name)
        print(json.dumps(judge(schema, case["databags"])), flush=True)


main()
