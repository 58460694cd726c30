package dev.atelier.api.read;

import dev.atelier.gateway.input.InputSource;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.storage.FileId;
import java.net.URI;

/** Where a request says that a picture is; {@code field} is the caller's name for it. */
public sealed interface ImageReference {
  String field();

  /** Fetches what is elsewhere; called once the rest of the request was found good. */
  default InputSource source(TenantId tenant, Uploads uploads) {
    return switch (this) {
      case Inline(var field, var upload) -> upload.as(field);
      case Remote(var field, var url) -> uploads.fetch(tenant, field, url);
      case Uploaded(var field, var id, var name) ->
          uploads
              .uploaded(tenant, field, id)
              .orElseThrow(() -> new FaultException(new RequestFault.NotFound("File", name)));
      case Stored(var field, var id) ->
          uploads
              .stored(tenant, field, id)
              .orElseThrow(() ->
                  RequestFault.invalid(field, new Problem.Other("there is no such artifact.")));
    };
  }

  /** A file that the tenant uploaded before, under the name that the caller gave. */
  record Uploaded(String field, FileId id, String name) implements ImageReference {}

  /** In the request itself. */
  record Inline(String field, Uploads.Upload upload) implements ImageReference {}

  /** An artifact that the tenant has. */
  record Stored(String field, ArtifactId id) implements ImageReference {}

  /** Behind an http or https URL. */
  record Remote(String field, URI url) implements ImageReference {}
}
