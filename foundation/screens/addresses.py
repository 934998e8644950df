"""Query strings of lists: what is empty is left out, so that an address can be read and sent."""


def query_of(parameters, **changes):
    """The query string of a QueryDict with some parameters changed; None or an empty text leaves one out."""
    query = parameters.copy()
    for key, value in changes.items():
        query[key] = value
    for key in list(query):
        if not any(query.getlist(key)):
            del query[key]
    return query.urlencode()
