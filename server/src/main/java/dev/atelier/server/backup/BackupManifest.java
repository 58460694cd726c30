package dev.atelier.server.backup;

import dev.atelier.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself. It is written last: a directory without one is no backup.
 *
 * @param created when the database was copied
 * @param schema number of the newest migration
 * @param contents of pictures and inputs
 * @param gone contents that were deleted while they were being copied
 * @param damaged contents that could not be read when the backup was made
 * @param files how many lines {@code SHA256SUMS} has
 * @param bytes of all these files
 * @param sums the SHA-256 of {@code SHA256SUMS}
 */
public record BackupManifest(
    Instant created,
    String schema,
    SecretKeyPlace secretKey,
    long contents,
    long gone,
    List<ContentHash> damaged,
    long files,
    long bytes,
    String sums) {
  static final String NAME = "manifest.json";
  private static final int FORMAT = 1;

  public BackupManifest {
    damaged = List.copyOf(damaged);
  }

  void write(Path backup) throws IOException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("format", FORMAT);
    json.put("created", created.toString());
    json.put("schema", schema);
    json.put("secret_key", secretKey.word());
    json.put("contents", contents);
    json.put("gone", gone);
    var list = json.putArray("damaged");
    damaged.forEach(hash -> list.add(hash.hex()));
    json.put("files", files);
    json.put("bytes", bytes);
    json.put("sums", sums);
    DurableFiles.write(backup.resolve(NAME), json.toPrettyString() + "\n");
  }

  /**
   * Reads it from the root of a backup.
   *
   * @throws BackupRefusedException if it is missing or cannot be understood
   */
  static BackupManifest read(Path backup) throws IOException {
    try (InputStream in = Files.newInputStream(backup.resolve(NAME))) {
      JsonNode json = JsonMapper.shared().readTree(in);
      if (json.path("format").asInt(0) != FORMAT) {
        throw new BackupRefusedException("this backup has a format that is not known here");
      }
      var damaged = new ArrayList<ContentHash>();
      json.path("damaged").forEach(hash -> damaged.add(new ContentHash(hash.asString())));
      return new BackupManifest(
          Instant.parse(json.path("created").asString("")),
          json.path("schema").asString(""),
          SecretKeyPlace.of(json.path("secret_key").asString("")),
          json.path("contents").asLong(0),
          json.path("gone").asLong(0),
          damaged,
          json.path("files").asLong(0),
          json.path("bytes").asLong(0),
          json.path("sums").asString(""));
    } catch (NoSuchFileException _) {
      throw new BackupRefusedException(
          backup + " is not a whole backup: it has no " + NAME + ", which is written last");
    } catch (JacksonException | DateTimeParseException e) {
      throw new BackupRefusedException(NAME + " cannot be read: " + e.getMessage());
    }
  }
}
