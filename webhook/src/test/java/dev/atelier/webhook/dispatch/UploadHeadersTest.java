package dev.atelier.webhook.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadHeadersTest {
  private final UploadHeaders headers =
      new UploadHeaders(List.of("blobs.example.com", ".azurite.test"));

  @ParameterizedTest
  @CsvSource({
    "https://pictures.blob.core.windows.net/c/a.png?sig=x, true",
    "https://PICTURES.Blob.Core.Windows.NET/c/a.png, true",
    "https://pictures.blob.core.windows.net.evil.example/a.png, false",
    "https://blob.core.windows.net/a.png, false",
    "https://evilblob.core.windows.net/a.png, false",
    "https://blobs.example.com:8443/a.png, true",
    "https://Blobs.Example.com/a.png, true",
    "https://my.blobs.example.com/a.png, false",
    "https://one.azurite.test/a.png, true",
    "https://azurite.test/a.png, false",
    "https://bucket.s3.amazonaws.com/a.png, false",
    "https://s3.example/?host=a.blob.core.windows.net, false"
  })
  void only_blob_storage_is_told_the_kind_of_blob(URI url, boolean blob) {
    assertThat(headers.of(url)).isEqualTo(blob ? Map.of("x-ms-blob-type", "BlockBlob") : Map.of());
  }
}
