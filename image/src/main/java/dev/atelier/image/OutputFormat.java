package dev.atelier.image;

/** The encodings Atelier accepts and delivers. */
public enum OutputFormat {
  PNG("png", "png", true),
  JPEG("jpeg", "jpg", false),
  WEBP("webp", "webp", true);

  private final String word;
  private final String extension;
  private final boolean alpha;

  OutputFormat(String word, String extension, boolean alpha) {
    this.word = word;
    this.extension = extension;
    this.alpha = alpha;
  }

  /** The value as the wire formats write it. */
  public String word() {
    return word;
  }

  /** A file name's ending, without the dot. */
  public String extension() {
    return extension;
  }

  public String mediaType() {
    return "image/" + word;
  }

  /** Whether a picture in this format can be transparent. */
  public boolean carriesAlpha() {
    return alpha;
  }
}
