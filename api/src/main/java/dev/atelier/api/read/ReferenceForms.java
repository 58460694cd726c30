package dev.atelier.api.read;

import java.util.List;

/**
 * What an API documents of the pictures in a JSON body. A server that is not strict takes every
 * form that any API has, and every name that {@link PartName} knows.
 *
 * @param images the member that holds the pictures to work from
 * @param mask the member that holds the mask
 * @param list whether the pictures are always an array, and the mask never one
 * @param object whether each is always an object
 * @param base64 whether a text may be base64 alone
 * @param keys the keys of such an object, of which one is given
 * @param usual the key that an object without any of them lacks; empty if none is the usual one
 * @param otherKeysIgnored whether an object may have keys that mean nothing
 * @param charactersMax longest text that holds a picture
 */
public record ReferenceForms(
    String images,
    String mask,
    boolean list,
    boolean object,
    boolean base64,
    List<String> keys,
    String usual,
    boolean otherKeysIgnored,
    long charactersMax) {
  public ReferenceForms {
    keys = List.copyOf(keys);
  }

  /** The keys in a message: {@code url, image_url and b64_json}. */
  String keysInWords() {
    return String.join(", ", keys.subList(0, keys.size() - 1)) + " and " + keys.getLast();
  }
}
