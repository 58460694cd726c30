package dev.atelier.api.openai;

import dev.atelier.api.read.FileIdFormat;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.storage.UploadedFile;
import java.io.IOException;
import java.util.List;

/** Files as this API writes them. */
final class FileJson {
  private FileJson() {}

  static void write(JsonWriterStream json, UploadedFile file) throws IOException {
    json.beginObject()
        .field("object", "file")
        .field("id", FileIdFormat.of(file.id()))
        .field("purpose", file.purpose())
        .field("filename", file.name())
        .field("bytes", file.artifact().bytes())
        .field("created_at", file.created().getEpochSecond())
        .field("expires_at", file.expires().getEpochSecond())
        .field("status", "processed")
        .name("status_details")
        .nothing()
        .endObject();
  }

  static void write(JsonWriterStream json, List<UploadedFile> files, boolean more)
      throws IOException {
    json.beginObject().field("object", "list").name("data").beginArray();
    for (UploadedFile file : files) {
      write(json, file);
    }
    // The vendor's Java SDK insists on both ids, of an empty page too.
    json.endArray()
        .field("has_more", more)
        .field("first_id", files.isEmpty() ? "" : FileIdFormat.of(files.getFirst().id()))
        .field("last_id", files.isEmpty() ? "" : FileIdFormat.of(files.getLast().id()))
        .endObject();
  }

  static void writeDeleted(JsonWriterStream json, String id) throws IOException {
    json.beginObject().field("object", "file").field("deleted", true).field("id", id).endObject();
  }
}
