package dev.atelier.image;

/**
 * Something that an upstream did otherwise than it was ordered.
 *
 * @param words what came and what was ordered, such as {@code size 512x512 where 1024x1024 was
 *     ordered}
 */
public record Difference(Kind kind, String words) {

  /** What differed. */
  public enum Kind {
    WRONG_FORMAT("wrong_format"),
    WRONG_SIZE("wrong_size"),
    WRONG_QUALITY("wrong_quality"),
    /** A transparent background was ordered, and there is none. */
    WRONG_BACKGROUND("wrong_background"),
    /** The answer names another model than the one that was asked. */
    WRONG_MODEL("wrong_model"),
    /** An image of the job came a second time in place of another. */
    REPEATED("repeated"),
    /** An image that was ordered did not come. */
    MISSING("missing"),
    /** More images came than were ordered. */
    SURPLUS("surplus"),
    /** No whole still image of a format and size that we read. */
    UNUSABLE("unusable");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As reports, metrics and rows write it. */
    public String word() {
      return word;
    }

    /**
     * The kind of this {@link #word()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of difference: " + word);
    }
  }
}
