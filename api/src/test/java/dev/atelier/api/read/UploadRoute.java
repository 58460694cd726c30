package dev.atelier.api.read;

import dev.atelier.api.ApiServer;
import dev.atelier.api.FormParts;
import dev.atelier.api.Reply;

/** Every route that takes a picture ahead of the order that uses it. */
enum UploadRoute {
  OPENAI("/v1/files", 400, "/error/message"),
  SEAART("/api/v1/storage/files", 422, "/detail"),
  APIMART("/apimart/v1/uploads/images", 400, "/error/message"),
  OWN("/api/v1/artifacts", 422, "/detail");

  private final String path;
  private final int refused;
  private final String message;

  UploadRoute(String path, int refused, String message) {
    this.path = path;
    this.refused = refused;
    this.message = message;
  }

  /** What an upload has beside its file. */
  FormParts form() {
    return this == OPENAI ? new FormParts().text("purpose", "vision") : new FormParts();
  }

  Reply send(ApiServer server, FormParts form) throws Exception {
    return server.send(form.on(server.request(path)));
  }

  Reply upload(ApiServer server, byte[] content) throws Exception {
    return send(server, form().file("file", "photo.png", content));
  }

  boolean accepted(Reply reply) {
    return reply.status() == 200 || reply.status() == 201;
  }

  /** The words of a refusal; empty if it is none as this API has them. */
  String refusal(Reply reply) {
    return reply.status() == refused ? reply.text(message) : "";
  }
}
