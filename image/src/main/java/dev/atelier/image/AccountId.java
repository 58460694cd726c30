package dev.atelier.image;

/** One credential at one provider, named by the operator, such as {@code openai-main}. */
public record AccountId(String value) {
  public AccountId {
    if (value.isBlank() || value.length() > 128) {
      throw new IllegalArgumentException("AccountId of 1..128 characters expected");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
