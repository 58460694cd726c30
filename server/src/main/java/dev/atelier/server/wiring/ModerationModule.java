package dev.atelier.server.wiring;

import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.Moderation;
import dev.atelier.moderation.PhrasePolicy;
import dev.atelier.moderation.PromptPolicy;
import dev.atelier.moderation.TenantPhrases;
import dev.atelier.moderation.remote.RemotePolicy;
import dev.atelier.moderation.remote.RemoteSettings;
import dev.atelier.moderation.rules.RulePolicy;
import dev.atelier.server.config.ModerationConfig;
import java.util.ArrayList;
import java.util.Optional;

/** What prompts and pictures are judged by: rules first, since they cost nothing. */
public record ModerationModule(
    Moderation moderation, UpstreamClient client, ClassifierModule classifier)
    implements AutoCloseable {

  /** One that judges prompts; pictures only where a server is asked. */
  public static ModerationModule of(ModerationConfig config) {
    return of(config, new ClassifierModule(Optional.empty()));
  }

  static ModerationModule of(ModerationConfig config, ClassifierModule classifier) {
    var client = new UpstreamClient();
    var prompts = new ArrayList<PromptPolicy>();
    var pictures = new ArrayList<ImagePolicy>(classifier.policies());
    prompts.add(config.builtIn() ? RulePolicy.builtIn() : RulePolicy.strict());
    prompts.add(new PhrasePolicy(config.phrases().rules()));
    prompts.add(new TenantPhrases(config.tenants()));
    if (config.server().isPresent()) {
      RemoteSettings server = config.server().get();
      var remote = new RemotePolicy(client, server);
      prompts.add(remote);
      if (server.pictures()) {
        pictures.add(remote);
      }
    }
    return new ModerationModule(
        new Moderation(prompts, pictures, config.actions(), config.reviewRefuses()),
        client,
        classifier);
  }

  @Override
  public void close() {
    client.close();
    classifier.close();
  }
}
