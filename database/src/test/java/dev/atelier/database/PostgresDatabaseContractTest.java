package dev.atelier.database;

/** {@link PostgresDatabase} keeps the contract. */
class PostgresDatabaseContractTest extends DatabaseContract {
  @Override
  protected Database create() {
    return PostgresServer.open(LOCATIONS);
  }
}
