package dev.atelier.http.server;

import java.util.List;
import java.util.Optional;

/** A parsed form: text parts in order, and what the file parts said about themselves. */
public record Form(List<Text> texts, List<File> files) {
  /** One text part, decoded as UTF-8. */
  public record Text(String name, String value) {}

  /** One file part; its bytes went to the sink that was opened for it, in this order. */
  public record File(Part part, long bytes) {}

  /**
   * What the head of a part says. The type is whatever the client claimed: look at the bytes.
   *
   * @param name such as {@code image[]}, never empty
   */
  public record Part(String name, Optional<String> fileName, Optional<String> contentType) {}

  public Form {
    texts = List.copyOf(texts);
    files = List.copyOf(files);
  }

  /** The last value of a name, as form parsers usually have it. */
  public Optional<String> text(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Every value of a name, in order. */
  public List<String> all(String name) {
    return texts.stream().filter(text -> text.name().equals(name)).map(Text::value).toList();
  }
}
