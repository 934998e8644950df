def person_of(user):
    """The natural person behind a login, None for services and inactive logins."""
    return user.person if user.is_active else None
