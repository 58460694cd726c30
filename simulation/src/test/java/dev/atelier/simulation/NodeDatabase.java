package dev.atelier.simulation;

import dev.atelier.database.CommitHooks;
import dev.atelier.database.Database;
import dev.atelier.database.DatabaseUnavailableException;
import dev.atelier.database.DirectDatabase;
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
    world.between();
    node.requireAlive();
    commits.begin(node, Ending.drawn(world));
    return shared.write(tx -> {
      var watched = new Watched(world.sabotage().of(tx));
      T value = work.run(watched);
      if (watched.changed()) {
        world.guard().check(tx, world.worker());
      }
      return value;
    });
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    node.requireAlive();
    if (world.chance(world.settings().rates().failure() / 4)) {
      world.saw(Happening.READ_FAILED);
      throw new DatabaseUnavailableException("the disk cannot be read");
    }
    return shared.read(tx -> work.run(world.sabotage().of(tx)));
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
    UNACKNOWLEDGED;

    static Ending drawn(World world) {
      if (world.chance(world.settings().rates().crash())) {
        return world.random().nextBoolean() ? CRASH_BEFORE : CRASH_AFTER;
      }
      if (world.chance(world.settings().rates().failure())) {
        return world.random().nextBoolean() ? FAILED : UNACKNOWLEDGED;
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
        throw new AcknowledgementLostException();
      }
    }

    private void crash() {
      if (node != null) {
        node.crash();
      }
    }
  }
}
