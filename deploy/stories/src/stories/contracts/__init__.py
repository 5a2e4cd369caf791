"""What crosses a boundary, written down: schemas, golden examples, OpenAPI documents, the flow of events."""
