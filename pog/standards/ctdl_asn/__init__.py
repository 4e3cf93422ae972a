"""CTDL-ASN and CTDL of Credential Engine: frameworks both ways, alignment maps out."""
