package dev.atelier.api.runware;

import dev.atelier.api.Authenticator;
import dev.atelier.api.FileLinks;
import dev.atelier.catalog.Catalog;
import dev.atelier.gateway.Gateway;
import dev.atelier.gateway.ManageWebhooks;
import dev.atelier.http.server.Mount;
import dev.atelier.metering.key.Dialect;
import dev.atelier.metering.key.Keys;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Runware's API over the gateway. */
public final class RunwareApi {
  /** Members of this API's state of a job that hold the customer's words, by its name. */
  public static final Map<String, Set<String>> STATE_TEXTS =
      Map.of(RunwareState.DIALECT, RunwareState.TEXTS);

  /** What {@link #renderer()} is called in the outbox. */
  public static final String RENDERER = "runware";

  private final RunwareSettings settings;
  private final AnswerErrors errors = new AnswerErrors();
  private final AnswerTasks calls;
  private final TaskSockets sockets;
  private final PayloadRenderer renderer;

  /**
   * @param webhooks knows which URLs may be called
   * @param links signs the links of results and uploads
   */
  public RunwareApi(
      Gateway gateway,
      ManageWebhooks webhooks,
      Keys keys,
      Catalog catalog,
      FileLinks links,
      RunwareSettings settings,
      InstantSource clock) {
    this.settings = settings;
    var authenticator = new Authenticator(keys, Dialect.RUNWARE);
    var tasks = new ReadTasks(gateway.prepare(), settings.tasksMax(), settings.strictness());
    var perform = new PerformTask(gateway, catalog, links, webhooks);
    this.calls = new AnswerTasks(authenticator, links, tasks, perform, settings, errors);
    this.sockets =
        new TaskSockets(authenticator, links, tasks, perform, gateway.sessions(), settings, clock);
    this.renderer = new TellResult(gateway, new ResultImages(links));
  }

  /** Everything this API answers, on one path. */
  public Mount mount() {
    return Mount.at(errors, "/runware/v1")
        .post("", settings.imageBodyBytesMax(), calls)
        .socket("", settings.socket(), sockets);
  }

  /** Writes what the clients are told that asked to be called. */
  public PayloadRenderer renderer() {
    return renderer;
  }
}
