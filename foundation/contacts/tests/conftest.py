from foundation.lib.tests.conftest import english
from foundation.screens.tests.conftest import ask, company, hire

__all__ = ["ask", "company", "english", "hire"]
