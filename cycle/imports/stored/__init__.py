"""The register as rows of the import workbooks: what an export writes, and what an import is compared with."""
