package dev.atelier.providers.upstream;

import dev.atelier.testkit.ScriptedHttp;
import dev.atelier.testkit.ScriptedHttp.Received;
import dev.atelier.testkit.ScriptedHttp.Reply;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service on a loopback port in which requests go wrong where a test orders it. */
public final class FaultyHttp implements AutoCloseable {
  private final Service service;
  private final ScriptedHttp http;
  private final Map<CallPhase, Deque<Fault>> faults = new EnumMap<>(CallPhase.class);

  /**
   * @param service does one request at a time
   */
  public FaultyHttp(Service service) {
    this.service = service;
    this.http = ScriptedHttp.start(this::answer);
  }

  /** Without a slash at its end. */
  public URI uri() {
    return http.uri();
  }

  /** What happens to the next requests of this kind, in order. */
  public void on(CallPhase phase, Fault... next) {
    synchronized (faults) {
      faults.computeIfAbsent(phase, _ -> new ArrayDeque<>()).addAll(List.of(next));
    }
  }

  /** Nothing goes wrong from now on. */
  public void clear() {
    synchronized (faults) {
      faults.clear();
    }
  }

  public List<Received> received() {
    return http.received();
  }

  /** The requests of one kind. */
  public List<Received> received(CallPhase phase) {
    return received().stream().filter(request -> service.phase(request) == phase).toList();
  }

  @Override
  public void close() {
    http.close();
  }

  private void answer(Received request, Reply reply) throws IOException {
    next(service.phase(request)).answer(once(request), reply);
  }

  private Fault next(CallPhase phase) {
    synchronized (faults) {
      Deque<Fault> waiting = faults.get(phase);
      return waiting == null || waiting.isEmpty() ? Fault.none() : waiting.removeFirst();
    }
  }

  private Fault.Work once(Received request) {
    return new Fault.Work() {
      private @Nullable UsualAnswer answer;

      @Override
      public UsualAnswer done() throws IOException {
        UsualAnswer known = answer;
        if (known == null) {
          synchronized (service) {
            known = service.serve(request);
          }
          answer = known;
        }
        return known;
      }
    };
  }

  /** What there is where nothing goes wrong. */
  public interface Service {
    /** What kind of request it is. */
    CallPhase phase(Received request);

    /** Does what it asks for. */
    UsualAnswer serve(Received request) throws IOException;
  }
}
