package dev.atelier.simulation;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.DirectDatabase;
import dev.atelier.database.LostAnswers;
import dev.atelier.database.Notices;
import dev.atelier.queue.LeaseLostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shared database as one node sees it: commits crash it, fail, or are not acknowledged. */
final class NodeDatabase implements Database {
  private final DirectDatabase shared;
  private final Commits commits;
  private final World world;
  private final Node node;

  NodeDatabase(DirectDatabase shared, Commits commits, World world, Node node) {
    this.shared = shared;
    this.commits = commits;
    this.world = world;
    this.node = node;
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    node.requireAlive();
    world.between(node);
    requireReached();
    T value = written(work);
    world.after(node);
    return value;
  }

  private <T extends @Nullable Object> T written(Work<T> work) {
    commits.begin(node, Ending.drawn(world));
    try {
      return shared.write(tx -> {
        var watched = new Watched(world.sabotage().of(node, tx));
        T value = ran(work, watched);
        if (watched.changed()) {
          world.guard().check(tx, world.worker());
        }
        return value;
      });
    } catch (LeaseLostException e) {
      node.leaseRefused();
      throw e;
    } finally {
      commits.over();
    }
  }

  private <T extends @Nullable Object> T ran(Work<T> work, Watched watched) {
    try {
      return work.run(watched);
    } finally {
      if (watched.slotTaken()) {
        world.saw(Happening.SLOT_TAKEN_ELSEWHERE);
      }
    }
  }

  private void requireReached() {
    node.requireAlive();
    if (!node.reachesDatabase()) {
      world.saw(Happening.DATABASE_NOT_REACHED);
      throw new DatabaseUnavailableException("the database does not answer");
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    requireReached();
    if (world.chance(world.settings().rates().failure() / 4)) {
      world.saw(Happening.READ_FAILED);
      throw new DatabaseUnavailableException("the disk cannot be read");
    }
    return shared.read(tx -> work.run(world.sabotage().of(node, tx)));
  }

  @Override
  public Notices notices() {
    return world.shared() ? node.notices() : Notices.NONE;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("the simulation closes it");
  }

  /** The shared database as the store sees it: nothing fails, every commit is looked at. */
  record Plain(DirectDatabase shared, World world) implements Database {
    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      return shared.write(tx -> {
        T value = work.run(tx);
        world.guard().check(tx, Optional.empty());
        return value;
      });
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      return shared.read(work);
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException("the simulation closes it");
    }
  }

  /** How a transaction ends. */
  enum Ending {
    COMMITTED,
    CRASH_BEFORE,
    CRASH_AFTER,
    FAILED,
    UNACKNOWLEDGED,
    /** The connection breaks, and there is no other for a while. */
    CUT_OFF_BEFORE,
    CUT_OFF_AFTER;

    static Ending drawn(World world) {
      if (world.chance(world.settings().rates().crash())) {
        return world.random().nextBoolean() ? CRASH_BEFORE : CRASH_AFTER;
      }
      if (world.chance(world.settings().rates().failure())) {
        return world.random().nextBoolean() ? FAILED : UNACKNOWLEDGED;
      }
      if (world.chance(world.settings().cluster().absences())) {
        return world.random().nextBoolean() ? CUT_OFF_BEFORE : CUT_OFF_AFTER;
      }
      return COMMITTED;
    }
  }

  /** Ends the transaction in progress as was drawn for it. */
  static final class Commits implements CommitHooks {
    private final World world;
    private @Nullable Node node;
    private Ending ending = Ending.COMMITTED;

    Commits(World world) {
      this.world = world;
    }

    void begin(Node of, Ending as) {
      world.guard().begin();
      node = of;
      ending = as;
    }

    /** Whoever commits next is nobody in particular. */
    void over() {
      node = null;
      ending = Ending.COMMITTED;
    }

    /** Whose transaction it is. */
    Optional<Node> node() {
      return Optional.ofNullable(node);
    }

    @Override
    public void beforeCommit() {
      if (ending == Ending.CRASH_BEFORE) {
        world.saw(Happening.CRASH_BEFORE_COMMIT);
        crash();
      }
      if (ending == Ending.FAILED) {
        world.saw(Happening.COMMIT_FAILED);
        throw new DatabaseUnavailableException("the disk is full");
      }
      if (ending == Ending.CUT_OFF_BEFORE) {
        world.saw(Happening.CUT_OFF_BEFORE_COMMIT);
        cutOff();
        throw new DatabaseUnavailableException("the connection broke");
      }
    }

    @Override
    public void afterCommit() {
      world.guard().committed();
      Ending drawn = ending;
      ending = Ending.COMMITTED;
      if (drawn == Ending.CRASH_AFTER) {
        world.saw(Happening.CRASH_AFTER_COMMIT);
        crash();
      }
      if (drawn == Ending.UNACKNOWLEDGED) {
        world.saw(Happening.ACKNOWLEDGEMENT_LOST);
        throw LostAnswers.of("the commit was not acknowledged");
      }
      if (drawn == Ending.CUT_OFF_AFTER) {
        world.saw(Happening.CUT_OFF_AFTER_COMMIT);
        cutOff();
        throw LostAnswers.of("the connection broke before the answer");
      }
    }

    private void cutOff() {
      if (node != null) {
        world.absences().cutOff(node);
      }
    }

    private void crash() {
      if (node != null) {
        node.crash();
      }
    }
  }
}
