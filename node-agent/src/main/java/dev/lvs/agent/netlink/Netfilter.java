package dev.lvs.agent.netlink;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Exchange with nfnetlink, opened when it is first needed, since that makes the kernel load
 * modules.
 */
public final class Netfilter implements AutoCloseable {
  private final Supplier<Exchange> open;
  private Optional<Exchange> exchange = Optional.empty();

  public Netfilter(Supplier<Exchange> open) {
    this.open = open;
  }

  /** Empty where the kernel has no such thing. */
  public Optional<Exchange> exchange() {
    if (exchange.isEmpty()) {
      try {
        exchange = Optional.of(open.get());
      } catch (TransportException e) {
        if (!e.isFor(Errno.EPROTONOSUPPORT)) {
          throw e;
        }
      }
    }
    return exchange;
  }

  @Override
  public void close() {
    exchange.ifPresent(Exchange::close);
  }
}
