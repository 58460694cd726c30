package dev.atelier.providers.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.provider.Account;
import dev.atelier.providers.upstream.AccountOptions;
import java.net.URI;
import java.net.URLEncoder;

/** Where one account's calls go, and how they show its credential. */
final class OpenAiEndpoint {
  private final Account account;
  private final OpenAiOptions options;

  OpenAiEndpoint(Account account, OpenAiOptions options) {
    this.account = account;
    this.options = options;
  }

  /**
   * Makes images of a model.
   *
   * @param operation {@code generations} or {@code edits}
   */
  UpstreamRequest images(String operation, String model, UpstreamBody body) {
    String path = "/images/" + operation;
    return post(
        options.deployments()
            ? "/openai/deployments/" + URLEncoder.encode(model, UTF_8).replace("+", "%20") + path
            : path,
        body);
  }

  /**
   * Asks a text model for a response.
   *
   * @param imageModel the model of its image tool, which Azure wants named in a header
   */
  UpstreamRequest responses(String imageModel, UpstreamBody body) {
    return options.deployments()
        ? post("/openai/responses", body).header("x-ms-oai-image-generation-deployment", imageModel)
        : post("/responses", body);
  }

  /** What costs nothing and needs the credential. */
  UpstreamRequest models() {
    return authorized(
        UpstreamRequest.get(at((options.deployments() ? "/openai" : "") + "/models")));
  }

  private UpstreamRequest post(String path, UpstreamBody body) {
    return authorized(UpstreamRequest.post(at(path), body));
  }

  private UpstreamRequest authorized(UpstreamRequest plain) {
    UpstreamRequest request = plain.over(account.httpVersion());
    String key = account.credential().reveal();
    if (key.isEmpty()) {
      return request;
    }
    return switch (options.auth()) {
      case BEARER -> request.header("Authorization", "Bearer " + key);
      case API_KEY -> request.header("api-key", key);
      case X_API_KEY -> request.header("x-api-key", key);
      case NONE -> request;
    };
  }

  private URI at(String path) {
    String text = AccountOptions.at(account, path);
    return URI.create(
        options.apiVersion().map(version -> text + "?api-version=" + version).orElse(text));
  }
}
