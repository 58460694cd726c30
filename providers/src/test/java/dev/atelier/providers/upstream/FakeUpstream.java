package dev.atelier.providers.upstream;

import dev.atelier.testkit.ScriptedHttp.Received;
import java.net.URI;
import java.util.List;

/** A vendor's service on a loopback port, with a bill of its own and faults on demand. */
public interface FakeUpstream extends AutoCloseable {
  /** What an account has as its base URL. */
  URI base();

  /** What happens to the next requests of this kind, in order. */
  FakeUpstream on(CallPhase phase, Fault... faults);

  /** Nothing goes wrong from now on. */
  void clear();

  /** What its images are from now on; words at first. */
  FakeUpstream makes(ImageMaker maker);

  Bill bill();

  List<Received> received();

  /** The requests of one kind. */
  List<Received> received(CallPhase phase);

  @Override
  void close();
}
