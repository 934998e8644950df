def company_of(person):
    """The company whose risks this person looks at: the one he chose, else his own, else any within reach."""
    return person.company_of(person.reached)
