package dev.atelier.api.runware;

import dev.atelier.api.Authenticator;
import dev.atelier.api.CostHeaders;
import dev.atelier.api.Failure;
import dev.atelier.api.FileLinks;
import dev.atelier.gateway.session.ClientSessions;
import dev.atelier.http.server.Exchange;
import dev.atelier.http.server.SocketClose;
import dev.atelier.http.server.SocketHandler;
import dev.atelier.http.server.SocketListener;
import dev.atelier.http.server.SocketPeer;
import dev.atelier.http.server.SocketRefusedException;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import dev.atelier.metering.key.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the connections of WebSocket clients: each sends tasks, and is told of each as it goes. */
final class TaskSockets implements SocketHandler {
  /** A client that was refused may read why before its connection ends. */
  private static final Duration REFUSED_STAYS = Duration.ofSeconds(1);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Authenticator authenticator;
  private final FileLinks links;
  private final ReadTasks tasks;
  private final Sessions sessions;
  private final SessionTasks performed;
  private final int tasksMax;
  private final InstantSource clock;

  TaskSockets(
      Authenticator authenticator,
      FileLinks links,
      ReadTasks tasks,
      PerformTask perform,
      ClientSessions stored,
      RunwareSettings settings,
      InstantSource clock) {
    this.authenticator = authenticator;
    this.links = links;
    this.tasks = tasks;
    this.sessions =
        new Sessions(
            stored,
            new KeepReceipts(stored, settings.resumeWithin(), clock),
            settings.resumeWithin(),
            Session::tell,
            clock);
    stored.listen(sessions);
    this.performed = new SessionTasks(perform, sessions);
    this.tasksMax = settings.socketTasksMax();
    this.clock = clock;
  }

  @Override
  public Opening open(Exchange upgrade) {
    String base = links.base(upgrade);
    String requestId = upgrade.requestId();
    CostHeaders cost = CostHeaders.of(upgrade);
    Optional<String> traceparent = upgrade.traceparent();
    return client -> new TaskSocket(client, base, requestId, traceparent, cost);
  }

  private final class TaskSocket implements SocketListener {
    private final SocketPeer client;
    private final String base;
    private final String requestId;
    private final Optional<String> traceparent;
    private final CostHeaders cost;
    private String secret = "";
    private boolean refused;
    private volatile @Nullable Session session;

    TaskSocket(
        SocketPeer client,
        String base,
        String requestId,
        Optional<String> traceparent,
        CostHeaders cost) {
      this.client = client;
      this.base = base;
      this.requestId = requestId;
      this.traceparent = traceparent;
      this.cost = cost;
    }

    @Override
    public void message(InputStream text) throws IOException {
      List<TaskBody> all;
      try {
        all = tasks.read(text);
      } catch (FaultException e) {
        throw new SocketRefusedException(
            SocketClose.POLICY_VIOLATION, "too many tasks in one message");
      }
      for (TaskBody task : all) {
        take(task);
      }
    }

    private void take(TaskBody task) {
      Optional<Authentication> authentication = Authentication.of(task);
      if (refused) {
        task.close();
      } else if (task.head().type().filter("ping"::equals).isPresent()) {
        task.close();
        client.send(ShortMessage.of(PerformTask.PONG::write));
      } else if (authentication.isPresent()) {
        task.close();
        authenticate(authentication.get());
      } else {
        begin(task);
      }
    }

    private void authenticate(Authentication shown) {
      Sessions.Found found;
      try {
        Principal principal = authenticator.authenticate(shown.apiKey());
        found = sessions.of(principal.key(), shown.session());
      } catch (RuntimeException e) {
        refuse(Failure.fault(e).orElseThrow(() -> e));
        return;
      }
      Session now = found.session();
      Session before = session;
      if (before != null && before != now) {
        leave(before);
      }
      secret = shown.apiKey().orElseThrow();
      session = now;
      client.admit();
      now.onJob(job -> performed.goOn(now, () -> caller(now), job));
      now.attach(client, ShortMessage.of(Authentication.accepted(now.id())::write));
      switch (found.origin()) {
        case NEW -> {}
        case HERE -> sessions.back(now);
        case STORED ->
            performed.take(
                now,
                () -> caller(now),
                () -> client.close(SocketClose.INTERNAL_ERROR, "the session could not be read"));
      }
    }

    /** Whatever is wrong with a key, the SDKs stop only at the one code. */
    private void refuse(Fault fault) {
      TaskError rendered = RenderFault.render(fault);
      TaskError error =
          switch (fault) {
            case AdmissionFault.UnknownKey _ -> RenderFault.invalidKey();
            case AdmissionFault.Forbidden _ -> RenderFault.invalidKey().message(rendered.message());
            default -> rendered;
          };
      client.send(ShortMessage.of(json -> Authentication.writeRefused(error, json)));
      refused = true;
      Thread.ofVirtual()
          .name("socket-refused")
          .start(() -> {
            try {
              Thread.sleep(REFUSED_STAYS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            client.close(SocketClose.POLICY_VIOLATION, "not authenticated");
          });
    }

    private void begin(TaskBody task) {
      Session mine = session;
      if (mine == null) {
        tell(task, RenderFault.render(new AdmissionFault.MissingKey()));
        return;
      }
      Caller caller;
      try {
        caller = caller(mine);
      } catch (RuntimeException e) {
        tell(task, RenderFault.render(Failure.fault(e).orElseThrow(() -> e)));
        return;
      }
      if (!mine.begin(tasksMax)) {
        tell(task, RenderFault.render(new AdmissionFault.QueueFull(RETRY_AFTER)));
        return;
      }
      performed.perform(mine, caller, task);
    }

    private Caller caller(Session mine) {
      return new Caller(
          authenticator.authenticate(Optional.of(secret)),
          base,
          Optional.of(requestId),
          traceparent,
          clock.instant(),
          cost.limit(),
          Optional.of(mine.id()));
    }

    private void tell(TaskBody task, TaskError error) {
      task.close();
      client.send(ShortMessage.of(Reply.of(error.of(task.head()))::write));
    }

    @Override
    public boolean busy() {
      Session mine = session;
      return mine != null && mine.busy();
    }

    @Override
    public void closed() {
      Session mine = session;
      if (mine != null) {
        leave(mine);
      }
    }

    private void leave(Session mine) {
      if (mine.detach(client, clock.instant())) {
        sessions.left(mine);
      }
    }
  }
}
