package dev.atelier.api.runware;

import dev.atelier.api.FileLinks;
import dev.atelier.api.read.Fields;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.input.InputSource;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.metering.key.Principal;
import dev.atelier.storage.Artifact;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stores pictures ahead of the tasks that use them, and removes them. */
final class StoreImages {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String MEDIA = "media";

  private final Gateway gateway;
  private final FileLinks links;

  StoreImages(Gateway gateway, FileLinks links) {
    this.gateway = gateway;
    this.links = links;
  }

  /**
   * {@code imageUpload}.
   *
   * @throws FaultException any fault of the picture
   */
  Reply upload(Caller caller, TaskBody body) throws IOException {
    body.uuid();
    Artifact artifact = stored(caller.principal(), body, "image");
    return Reply.of(json -> {
      json.beginObject();
      body.head().write(json);
      json.field("imageUUID", artifact.id().toString())
          .field("imageURL", link(caller, artifact))
          .endObject();
    });
  }

  /**
   * {@code mediaStorage}.
   *
   * @throws FaultException any fault of the operation or the picture
   */
  Reply media(Caller caller, TaskBody body) throws IOException {
    body.uuid();
    Fields fields = body.fields();
    String operation =
        fields
            .oneOf("operation", List.of("upload", "delete"), word -> word)
            .orElseThrow(() -> fields.invalid("operation", new Problem.Missing()));
    if (operation.equals("delete")) {
      ArtifactId id = named(fields);
      if (!gateway.artifacts().delete(caller.principal(), id)) {
        throw fields.invalid(MEDIA, new Problem.Other("names no stored image."));
      }
      return Reply.of(json -> media(json, body, operation, id.toString()).endObject());
    }
    Artifact artifact = stored(caller.principal(), body, MEDIA);
    return Reply.of(json ->
        media(json, body, operation, artifact.id().toString())
            .field("mediaURL", link(caller, artifact))
            .endObject());
  }

  private static JsonWriterStream media(
      JsonWriterStream json, TaskBody body, String operation, String id) throws IOException {
    json.beginObject();
    body.head().write(json);
    return json.field("operation", operation).field("mediaUUID", id);
  }

  private static ArtifactId named(Fields fields) {
    String text = fields.requiredText(MEDIA);
    if (!TaskBody.UUID.matcher(text).matches()) {
      throw fields.invalid(MEDIA, new Problem.Other("must be the UUID of a stored image."));
    }
    return ArtifactId.parse(text);
  }

  private Artifact stored(Principal principal, TaskBody body, String field) throws IOException {
    InputSource source = ReadReferences.one(body, field).source(principal.tenant(), body.uploads());
    return switch (source) {
      case InputSource.Received(_, var staged) ->
          gateway.uploads().keep(principal, field, staged, KEPT);
      case InputSource.Stored(_, var artifact) -> artifact;
    };
  }

  private String link(Caller caller, Artifact artifact) {
    Instant until = artifact.expires().orElse(artifact.created().plus(KEPT));
    String name = artifact.id() + "." + FileLinks.extension(artifact);
    return links.file(caller.base(), artifact, name, until);
  }
}
