package dev.atelier.api.read;

import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a text that is a picture or says where one is: an http(s) URL, a data URL, base64, or the
 * id of an uploaded file.
 */
final class ReferenceText {
  /** Fewer bytes begin no picture: such a text was not meant as base64. */
  private static final int PICTURE_MIN = 8;

  /** What clients forget to encode in a URL. */
  private static final Pattern UNENCODED = Pattern.compile("[ \"<>\\\\^`{|}]");

  private final Uploads uploads;
  private final ReferenceForms forms;
  private final Strictness strictness;

  ReferenceText(Uploads uploads, ReferenceForms forms, Strictness strictness) {
    this.uploads = uploads;
    this.forms = forms;
    this.strictness = strictness;
  }

  /** What takes the text of a picture that is too long to be kept. */
  InlineImage open() {
    return strictness.lenient()
        ? InlineImage.of(uploads.open())
        : InlineImage.documented(uploads.open(), forms.base64());
  }

  /** A text of any length below that of a picture. */
  ImageReference read(String field, String text) throws IOException {
    String given = strictness.lenient() ? text.strip() : text;
    if (given.isEmpty()) {
      throw RequestFault.invalid(field, new Problem.TooShort(1, 0));
    }
    Optional<URI> url = url(given);
    if (url.isPresent()) {
      return new ImageReference.Remote(field, url.get());
    }
    Optional<ImageReference> file = strictness.lenient() ? file(field, given) : Optional.empty();
    return file.isPresent() ? file.get() : decoded(field, given);
  }

  private ImageReference decoded(String field, String text) throws IOException {
    InlineImage image = open();
    try (image) {
      image.write(text.getBytes(StandardCharsets.UTF_8));
    }
    boolean bare = image.problem().isEmpty() && text.indexOf(',') < 0;
    if (bare && image.upload().bytes() < PICTURE_MIN) {
      throw unreadable(field, "is none of these");
    }
    return usable(field, image);
  }

  /** A picture whose text has come to its end. */
  ImageReference usable(String field, InlineImage image) {
    if (image.characters() > forms.charactersMax()) {
      throw RequestFault.invalid(
          field,
          new Problem.TooLong(
              Math.toIntExact(forms.charactersMax()), Math.toIntExact(image.characters())));
    }
    if (image.problem().isPresent()) {
      throw unreadable(field, image.problem().get());
    }
    return new ImageReference.Inline(field, image.upload());
  }

  private RuntimeException unreadable(String field, String problem) {
    String expected =
        strictness.lenient() || forms.base64()
            ? "an http or https URL, a base64 data URL or base64 of an image"
            : "an http or https URL, or a base64 data URL of an image";
    return RequestFault.invalid(
        field, new Problem.Other("expected " + expected + "; the text " + problem + "."));
  }

  private static Optional<ImageReference> file(String field, String text) {
    return FileIdFormat.parse(text).map(id -> new ImageReference.Uploaded(field, id, text));
  }

  private Optional<URI> url(String text) {
    String start = text.substring(0, Math.min(8, text.length())).toLowerCase(Locale.ROOT);
    if (!start.startsWith("http://") && !start.startsWith("https://")) {
      return Optional.empty();
    }
    String encoded =
        strictness.lenient()
            ? UNENCODED
                .matcher(text)
                .replaceAll(one -> "%%%02X".formatted((int) one.group().charAt(0)))
            : text;
    try {
      return Optional.of(new URI(encoded)).filter(url -> url.getRawAuthority() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
