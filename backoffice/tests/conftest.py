from accounting.tests.conftest import bank, books, capture
from foundation.desk.tests.conftest import second_factor, secure_client_of

__all__ = ["bank", "books", "capture", "second_factor", "secure_client_of"]
