package dev.atelier.providers.seaart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.provider.Account;
import dev.atelier.providers.upstream.AccountOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;

/**
 * An accepted order: SeaArt finds it only under the endpoint that it was made at.
 *
 * @param endpoint such as {@code gpt_image_2_edit}
 */
record SeaArtTask(String endpoint, String requestId) {

  /** As {@link #toString()} writes it. */
  static Optional<SeaArtTask> parse(String remoteId) {
    int slash = remoteId.indexOf('/');
    return slash < 1 || slash == remoteId.length() - 1
        ? Optional.empty()
        : Optional.of(new SeaArtTask(remoteId.substring(0, slash), remoteId.substring(slash + 1)));
  }

  URI status(Account account) {
    return at(account, "/status");
  }

  URI response(Account account) {
    return at(account, "/response");
  }

  URI cancel(Account account) {
    return at(account, "/cancel");
  }

  private URI at(Account account, String end) {
    String id = URLEncoder.encode(requestId, UTF_8).replace("+", "%20");
    return URI.create(
        AccountOptions.at(account, "/v1/queue/" + endpoint + "/requests/" + id + end));
  }

  @Override
  public String toString() {
    return endpoint + "/" + requestId;
  }
}
