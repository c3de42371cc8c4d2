package dev.lvs.lab.failover;

import dev.lvs.agent.failover.LeaseStore;
import org.junit.jupiter.api.AutoClose;

class LeasesInMemoryTest extends LeaseStoreContract {
  @AutoClose private final LeasesInMemory leases = new LeasesInMemory();
  private final LeaseStore store = leases.way();

  @Override
  protected LeaseStore store() {
    return store;
  }

  @Override
  protected void delete(String name) {
    leases.delete(name);
  }
}
