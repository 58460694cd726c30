package dev.atelier.storage.s3;

import dev.atelier.image.ContentHash;
import dev.atelier.storage.ContentFile;
import dev.atelier.storage.ContentSource;
import dev.atelier.storage.SegmentSlice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads the contents in a bucket beside the server whose they are; it has no files of them. */
public final class S3Reader implements ContentSource, AutoCloseable {
  private final S3Client client;
  private final StoreHealth health;
  private final S3Calls calls;
  private final S3Objects objects;
  private final ContentSource reader;

  public S3Reader(S3Options options) {
    this.client = S3Clients.client(options);
    this.health = new StoreHealth(options.timeouts().probe(), this::ask);
    this.calls = new S3Calls(health, options.timeouts());
    this.objects = new S3Objects(client, options.location(), calls);
    this.reader =
        new ObjectReader(
            objects,
            () -> {
              throw new UnsupportedOperationException("nothing is written here");
            });
  }

  private void ask() throws IOException {
    Optional<String> _ = objects.owner();
  }

  @Override
  public InputStream open(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return reader.open(hash, slice);
  }

  @Override
  public SeekableByteChannel channel(ContentHash hash, Optional<SegmentSlice> slice)
      throws IOException {
    return reader.channel(hash, slice);
  }

  @Override
  public ContentFile file(ContentHash hash, Optional<SegmentSlice> slice) throws IOException {
    return reader.file(hash, slice);
  }

  @Override
  public void close() {
    health.close();
    calls.close();
    client.close();
  }
}
