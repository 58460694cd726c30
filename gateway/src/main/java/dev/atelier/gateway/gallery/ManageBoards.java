package dev.atelier.gateway.gallery;

import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import dev.atelier.gateway.job.JobStore;
import dev.atelier.image.FaultException;
import dev.atelier.image.ImageId;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import dev.atelier.image.TenantId;
import dev.atelier.metering.key.Principal;
import dev.atelier.metering.key.Scope;
import dev.atelier.storage.gallery.Board;
import dev.atelier.storage.gallery.Boards;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A tenant's boards: makes, names, fills and deletes them. */
public final class ManageBoards {
  private static final String NAME = "name";

  private final Database database;
  private final JobStore store;
  private final FindImages find;

  ManageBoards(JobStore store, FindImages find) {
    this.database = store.database();
    this.store = store;
    this.find = find;
  }

  public List<Board> list(Principal principal) {
    principal.require(Scope.READ);
    return database.read(tx -> Boards.list(tx, principal.tenant()));
  }

  public Optional<Board> find(Principal principal, UUID id) {
    principal.require(Scope.READ);
    return database.read(tx -> Boards.find(tx, principal.tenant(), id));
  }

  /** Whether the caller's tenant has such a board, for who may change it without seeing others. */
  public boolean owns(Principal principal, UUID id) {
    return database.read(tx -> Boards.find(tx, principal.tenant(), id).isPresent());
  }

  /**
   * A new one.
   *
   * @return empty if there are as many as there may be
   * @throws FaultException {@code InvalidField} if another has the name
   */
  public Optional<Board> create(Principal principal, String name) {
    principal.require(Scope.GENERATE);
    UUID id = store.ids().next().get();
    return database.write(tx -> {
      if (Boards.full(tx, principal.tenant())) {
        return Optional.empty();
      }
      requireFree(tx, principal.tenant(), name);
      return Optional.of(Boards.create(tx, principal.tenant(), id, name));
    });
  }

  /**
   * The same board by another name.
   *
   * @return empty if the tenant has no such board
   * @throws FaultException {@code InvalidField} if another has the name
   */
  public Optional<Board> rename(Principal principal, UUID id, String name) {
    principal.require(Scope.GENERATE);
    return database.write(tx -> {
      Optional<Board> board = Boards.find(tx, principal.tenant(), id);
      if (board.filter(one -> !one.name().equals(name)).isPresent()) {
        requireFree(tx, principal.tenant(), name);
        Boards.rename(tx, id, name);
      }
      return board.flatMap(_ -> Boards.find(tx, principal.tenant(), id));
    });
  }

  /** Whether the tenant had such a board. */
  public boolean delete(Principal principal, UUID id) {
    principal.require(Scope.GENERATE);
    return database.write(tx -> {
      boolean found = Boards.find(tx, principal.tenant(), id).isPresent();
      if (found) {
        Boards.delete(tx, id);
      }
      return found;
    });
  }

  /**
   * Puts images in and takes others out.
   *
   * @return empty if the tenant has no such board
   * @throws FaultException {@code NotFound} if it does not have one of the images; {@code
   *     InvalidField} if there would be too many
   */
  public Optional<Board> change(
      Principal principal, UUID id, List<ImageId> add, List<ImageId> remove) {
    principal.require(Scope.GENERATE);
    TenantId tenant = principal.tenant();
    return database.write(tx -> {
      if (Boards.find(tx, tenant, id).isEmpty()) {
        return Optional.empty();
      }
      Boards.remove(tx, id, FindImages.stored(find.require(tx, tenant, remove)));
      if (!Boards.add(tx, id, FindImages.stored(find.require(tx, tenant, add)))) {
        throw RequestFault.invalid(
            "add", new Problem.Other("a board can have at most " + Boards.IMAGES_MAX + " images."));
      }
      return Boards.find(tx, tenant, id);
    });
  }

  private static void requireFree(Tx tx, TenantId tenant, String name) {
    if (Boards.named(tx, tenant, name)) {
      throw RequestFault.invalid(NAME, new Problem.Other("another board has this name."));
    }
  }
}
