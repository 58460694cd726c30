package dev.atelier.api;

import dev.atelier.gateway.InputSource;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.Fault;
import dev.atelier.image.Fault.Problem;
import dev.atelier.image.TenantId;
import java.net.URI;

/** Where a JSON body says that a picture is; {@code field} is the caller's name for it. */
public sealed interface ImageReference {
  String field();

  /** Fetches what is elsewhere; called once the rest of the request was found good. */
  default InputSource source(TenantId tenant, Uploads uploads) {
    return switch (this) {
      case Inline(var field, var image) -> image.upload().as(field);
      case Remote(var field, var url) -> uploads.fetch(tenant, field, url);
      case Kept(var field, var id) ->
          uploads
              .stored(tenant, field, id)
              .orElseThrow(
                  () -> Fault.invalid(field, new Problem.Other("there is no such artifact.")));
    };
  }

  /** In the body itself. */
  record Inline(String field, InlineImage image) implements ImageReference {}

  /** An artifact that the tenant has. */
  record Kept(String field, ArtifactId id) implements ImageReference {}

  /** Behind an http or https URL. */
  record Remote(String field, URI url) implements ImageReference {}
}
