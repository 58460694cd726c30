package dev.atelier.database;

/** {@link DirectDatabase} keeps the contract. */
class DirectDatabaseContractTest extends DatabaseContract {
  @Override
  protected Database create() {
    return DirectDatabase.open(LOCATIONS);
  }
}
