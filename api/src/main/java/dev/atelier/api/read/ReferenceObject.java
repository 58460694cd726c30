package dev.atelier.api.read;

import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads a picture that is written as an object: what one of its keys holds, be it a text, an object
 * in it ({@code {"image_url": {"url": …}}}), or the name of something that is stored here.
 */
final class ReferenceObject {
  private static final String IMAGE_URL = "image_url";
  private static final String URL = "url";
  private static final String FILE_ID = "file_id";
  private static final String ARTIFACT = "artifact";

  /** Every key under which any API has a picture. */
  static final Set<String> KEYS =
      Set.of(URL, IMAGE_URL, "b64_json", "base64", "data", FILE_ID, ARTIFACT);

  /** What other APIs write beside it, which changes nothing here. */
  private static final Set<String> SAID_BESIDE =
      Set.of("type", "detail", "media_type", "mime_type", "content_type", "filename");

  private final ReferenceForms forms;
  private final boolean lenient;

  ReferenceObject(ReferenceForms forms, Strictness strictness) {
    this.forms = forms;
    this.lenient = strictness.lenient();
  }

  /**
   * What an object holds.
   *
   * @param named what it names, if that is stored here; else {@code node} is its text
   */
  record Content(String field, String pointer, JsonNode node, Optional<ImageReference> named) {}

  /**
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  Content read(String field, String pointer, JsonNode object) {
    refuseOthers(field, object);
    String key = key(field, object);
    String inside = field + "." + key;
    JsonNode node = object.path(key);
    if (key.equals(FILE_ID) || key.equals(ARTIFACT)) {
      return new Content(inside, pointer, node, Optional.of(stored(inside, key, node)));
    }
    return lenient && node.isObject()
        ? url(inside, pointer + "/" + key, node)
        : new Content(inside, pointer + "/" + key, node, Optional.empty());
  }

  /** The URL with what else is said of it, as chats write it. */
  private static Content url(String field, String pointer, JsonNode object) {
    if (!object.hasNonNull(URL)) {
      throw RequestFault.invalid(field + "." + URL, new Problem.Missing());
    }
    return new Content(field + "." + URL, pointer + "/" + URL, object.path(URL), Optional.empty());
  }

  private void refuseOthers(String field, JsonNode object) {
    if (forms.otherKeysIgnored()) {
      return;
    }
    for (var one : object.properties()) {
      String name = one.getKey();
      boolean known =
          lenient ? KEYS.contains(name) || SAID_BESIDE.contains(name) : documented(name);
      if (!known && !(lenient && one.getValue().isNull())) {
        throw RequestFault.invalid(field + "." + name, new Problem.Unknown());
      }
    }
  }

  private boolean documented(String name) {
    return forms.keys().contains(name);
  }

  /** The one key that says something; one that was left empty says nothing beside another. */
  private String key(String field, JsonNode object) {
    List<String> given =
        object.propertyNames().stream()
            .filter(lenient ? KEYS::contains : this::documented)
            .filter(object::hasNonNull)
            .toList();
    List<String> filled = given.stream().filter(name -> !blank(object.path(name))).toList();
    List<String> meant = lenient && filled.size() == 1 ? filled : given;
    if (meant.isEmpty() && !forms.usual().isEmpty()) {
      throw RequestFault.invalid(field + "." + forms.usual(), new Problem.Missing());
    }
    if (meant.size() != 1) {
      throw RequestFault.invalid(
          field, new Problem.Other("give exactly one of " + forms.keysInWords() + "."));
    }
    return meant.getFirst();
  }

  private static boolean blank(JsonNode node) {
    return node.isString() && node.stringValue().isBlank();
  }

  private static ImageReference stored(String field, String key, JsonNode node) {
    if (!node.isString()) {
      throw RequestFault.invalid(field, new Problem.WrongType("a string", Value.kind(node)));
    }
    String name = node.stringValue();
    if (name.isEmpty()) {
      throw RequestFault.invalid(field, new Problem.TooShort(1, 0));
    }
    return key.equals(FILE_ID) ? file(field, name) : artifact(field, name);
  }

  private static ImageReference file(String field, String name) {
    return FileIdFormat.parse(name)
        .<ImageReference>map(id -> new ImageReference.Uploaded(field, id, name))
        .orElseThrow(() -> new FaultException(new RequestFault.NotFound("File", name)));
  }

  private static ImageReference artifact(String field, String name) {
    return JobIdFormat.parseArtifact(name)
        .<ImageReference>map(id -> new ImageReference.Stored(field, id))
        .orElseThrow(
            () -> RequestFault.invalid(field, new Problem.Other("is not the id of an artifact.")));
  }
}
