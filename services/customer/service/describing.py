"""What a profile is read by: its own rules, and the fields that the company has defined."""

from typing import Any

from kernel.form import Form
from services.customer import field_values, profile
from services.customer.catalogue import CATALOGUE, ONE, Catalogue
from services.customer.profile import Values
from services.customer.service.settling import Settling


class Describing(Settling):
    def _described(
        self,
        form: Form,
        given: Values,
        region: Any,
        keep_invalid_phones: Any,
        area: str | None = None,
    ) -> Values:
        """The fields that are mentioned; what is wrong is noted in the form."""
        plain = {name: value for name, value in given.items() if name != "fields"}
        values = profile.values(form, plain, region, keep_invalid_phones, area)
        catalogue = self._catalogue(sure="fields" in given)
        if field_values.outside(catalogue, values):
            catalogue = self._catalogue(sure=True)
        values = field_values.classified(form, catalogue, values)
        if "fields" not in given:
            return values
        return {**values, "fields": field_values.read(form, catalogue, given["fields"])}

    def _catalogue(self, sure: bool) -> Catalogue:
        states = self.log.states
        now = states.load(CATALOGUE, ONE, fresh=True) if sure else states.lately(CATALOGUE, ONE)
        found: Catalogue = now.state
        return found
