package dev.atelier.api;

import dev.atelier.gateway.InputSource;
import dev.atelier.image.TenantId;
import java.net.URI;

/** Where a JSON body says that a picture is; {@code field} is the caller's name for it. */
public sealed interface PictureRef {
  String field();

  /** Fetches what is elsewhere; called once the rest of the request was found good. */
  default InputSource source(TenantId tenant, Uploads uploads) {
    return switch (this) {
      case Inline(var field, var picture) -> picture.upload().as(field);
      case Remote(var field, var url) -> uploads.fetch(tenant, field, url);
    };
  }

  /** In the body itself. */
  record Inline(String field, InlinePicture picture) implements PictureRef {}

  /** Behind an http or https URL. */
  record Remote(String field, URI url) implements PictureRef {}
}
