import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection


@schemathesis.check
def refuses_what_the_document_does_not_allow(ctx, response, case):
    """negative_data_rejection, except for what is valid in fact."""
    if case.meta is None or only_path_is_invalid(case.meta) or has_null(case.body):
        return None
    return negative_data_rejection(ctx, response, case)


def only_path_is_invalid(meta):
    """schemathesis.toml has replaced the invalid path."""
    return not any(
        component.mode.is_negative
        for location, component in meta.components.items()
        if location != ParameterLocation.PATH
    )


def has_null(value):
    """The API reads null as no value where a value is optional. The document does not promise it."""
    if isinstance(value, dict):
        return any(each is None or has_null(each) for each in value.values())
    return isinstance(value, list) and any(has_null(each) for each in value)
