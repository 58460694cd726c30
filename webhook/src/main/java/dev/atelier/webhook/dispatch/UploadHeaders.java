package dev.atelier.webhook.dispatch;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The headers that an upload needs besides length and type. Azure's blob storage takes a PUT only
 * if it says what kind of blob it is; everywhere else a presigned URL may break on any header.
 */
public final class UploadHeaders {
  private static final String AZURE = ".blob.core.windows.net";
  private static final Map<String, String> BLOB = Map.of("x-ms-blob-type", "BlockBlob");

  private final List<String> blobHosts;

  /**
   * @param blobHosts further hosts that speak Azure's protocol, such as {@code blobs.example.com};
   *     one that begins with a dot stands for every host that ends so
   */
  public UploadHeaders(List<String> blobHosts) {
    this.blobHosts = blobHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
  }

  public Map<String, String> of(URI url) {
    String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    boolean blob = host.endsWith(AZURE) || blobHosts.stream().anyMatch(each -> matches(host, each));
    return blob ? BLOB : Map.of();
  }

  private static boolean matches(String host, String configured) {
    return configured.startsWith(".") ? host.endsWith(configured) : host.equals(configured);
  }
}
