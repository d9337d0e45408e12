"""Four of the situations that the declaration asks for, as upstream's tests are written."""

import json

from interface_tester import Tester
from scenario import Relation, State

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
TYPICAL = {"certificates": json.dumps([CERTIFICATE]), "version": "1"}


class Certificates:
    """A relation with what its other side wrote. Functions would be taken for tests."""

    def __init__(self, data: dict[str, str]):
        self.relation = Relation(
            "certificates", "certificate_transfer", remote_app_data=data, remote_units_data={0: {}}
        )

    def run(self, event: str) -> Tester:
        tester = Tester(State(leader=True, relations=[self.relation]))
        tester.run(f"certificates-relation-{event}")
        return tester


def test_nothing_yet():
    Certificates({}).run("created").assert_schema_valid()


def test_typical():
    Certificates(TYPICAL).run("changed").skip_schema_validation()


def test_unknown_key():
    Certificates({**TYPICAL, "unknown": "1"}).run("changed").skip_schema_validation()


def test_gone():
    Certificates(TYPICAL).run("broken").skip_schema_validation()
