package dev.atelier.queue;

import dev.atelier.image.TenantId;
import java.util.List;

/**
 * A keyed hash of a customer's text: equal texts of one tenant have equal ones, and who does not
 * have the key can neither read nor guess the text.
 */
public interface TextHash {
  /** By the current key; it begins with that key's id. */
  String of(TenantId tenant, String text);

  /** By each key that is known, the current one first. */
  List<String> byEachKey(TenantId tenant, String text);
}
