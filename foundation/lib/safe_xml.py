"""The one door for XML from outside."""

from django.utils.translation import gettext_lazy as _
from lxml import etree

from .errors import BusinessError

LIMIT = 20 * 1024 * 1024


def parse(data, limit=LIMIT):
    """The root element of `data` (bytes). Comments and processing instructions are dropped: every child is an element.
    BusinessError `xml.too_large`, `xml.doctype` or `xml.malformed`."""
    if len(data) > limit:
        raise BusinessError(
            "xml.too_large",
            _("The XML file is larger than %(megabytes)s MB.") % {"megabytes": limit // 1024 // 1024},
        )
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise BusinessError("xml.malformed", _("The XML file is broken: %(reason)s") % {"reason": error}) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype_refused()
    return root


def _parser():
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    parser.resolvers.add(_Nowhere())
    return parser


class _Nowhere(etree.Resolver):
    """libxml2 looks for an external DTD on disk even when told not to load one; it must not even open the file."""

    def resolve(self, *asked):
        raise _doctype_refused()


def _doctype_refused():
    return BusinessError(
        "xml.doctype",
        _("The XML file contains a DOCTYPE. Such files are refused: they can reach for other files."),
    )
