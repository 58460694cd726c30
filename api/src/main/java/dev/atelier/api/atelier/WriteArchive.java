package dev.atelier.api.atelier;

import dev.atelier.api.FileLinks;
import dev.atelier.gateway.gallery.GalleryImage;
import dev.atelier.storage.StoredContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes images into a ZIP archive as they are stored: they are packed by themselves. Each is read
 * twice, since its checksum stands before it; none is held whole in memory.
 */
final class WriteArchive {
  private static final int NAME_CHARACTERS_MAX = 48;
  private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Function<GalleryImage, StoredContent> contents;

  WriteArchive(Function<GalleryImage, StoredContent> contents) {
    this.contents = contents;
  }

  /**
   * @throws IOException also when an image went meanwhile: the archive is broken off then
   */
  void to(OutputStream out, List<GalleryImage> images) throws IOException {
    try (var archive = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      archive.setMethod(ZipOutputStream.STORED);
      for (GalleryImage image : images) {
        StoredContent content = contents.apply(image);
        var entry = new ZipEntry(name(image));
        entry.setSize(image.artifact().bytes());
        entry.setCompressedSize(image.artifact().bytes());
        entry.setCrc(checksum(content));
        entry.setLastModifiedTime(FileTime.from(image.artifact().created()));
        archive.putNextEntry(entry);
        try (InputStream in = content.open()) {
          in.transferTo(archive);
        }
        archive.closeEntry();
      }
    }
  }

  private static long checksum(StoredContent content) throws IOException {
    try (var in = new CheckedInputStream(content.open(), new CRC32())) {
      in.transferTo(OutputStream.nullOutputStream());
      return in.getChecksum().getValue();
    }
  }

  /** When it was ordered, what it shows, and of which job it is: unique, and sorted by time. */
  static String name(GalleryImage image) {
    String words =
        OTHER
            .matcher(image.job().request().order().prompt().shown().orElse("image"))
            .replaceAll("-")
            .replaceAll("^-|-$", "");
    String id = image.job().id().toString().replace("-", "");
    return "%s_%s_%s-%d.%s"
        .formatted(
            TIME.format(image.job().created()),
            shortened(words.isEmpty() ? "image" : words),
            id.substring(id.length() - 8),
            image.image().index() + 1,
            FileLinks.extension(image.artifact()));
  }

  private static String shortened(String words) {
    return words.codePointCount(0, words.length()) <= NAME_CHARACTERS_MAX
        ? words
        : words.substring(0, words.offsetByCodePoints(0, NAME_CHARACTERS_MAX)).replaceAll("-$", "");
  }
}
