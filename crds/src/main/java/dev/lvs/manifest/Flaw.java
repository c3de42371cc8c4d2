package dev.lvs.manifest;

/** Kinds of mistakes in a document that are found before its meaning is validated. */
public enum Flaw {
  UNREADABLE("Unreadable"),
  SYNTAX("Syntax"),
  UNKNOWN_KIND("UnknownKind"),
  UNKNOWN_FIELD("UnknownField"),
  MISSING_FIELD("MissingField"),
  DUPLICATE_FIELD("DuplicateField"),
  WRONG_TYPE("WrongType"),
  WRONG_VALUE("WrongValue"),
  DUPLICATE_RESOURCE("DuplicateResource"),
  TOO_LARGE("TooLarge");

  private final String text;

  Flaw(String text) {
    this.text = text;
  }

  /** The reason in the one word that messages hold. */
  public String text() {
    return text;
  }
}
