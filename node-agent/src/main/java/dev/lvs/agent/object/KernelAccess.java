package dev.lvs.agent.object;

import dev.lvs.agent.netlink.Exchange;
import dev.lvs.agent.netlink.Netfilter;
import dev.lvs.agent.netlink.route.Links;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sockets and files by which the kernel of one network namespace is reached. Not thread-safe. */
public final class KernelAccess implements AutoCloseable {
  /** A shared resource that has to be closed. */
  public interface Closeable {
    void close();
  }

  private final Exchange generic;
  private final Exchange route;
  private final Supplier<Exchange> openRoute;
  private final Netfilter netfilter;
  private final Procfs procfs;
  private final FrameSender frames;
  private final Map<Class<?>, Object> shared = new LinkedHashMap<>();

  /**
   * Ways that it owns from now on.
   *
   * @param generic to generic netlink
   * @param route to routing netlink
   * @param openRoute opens another one, for a thread of its own
   * @param openNetfilter opens one to netfilter netlink
   * @param procfs the kernel's files
   * @param frames to the wire
   */
  public KernelAccess(
      Exchange generic,
      Exchange route,
      Supplier<Exchange> openRoute,
      Supplier<Exchange> openNetfilter,
      Procfs procfs,
      FrameSender frames) {
    this.generic = generic;
    this.route = route;
    this.openRoute = openRoute;
    this.netfilter = new Netfilter(openNetfilter);
    this.procfs = procfs;
    this.frames = frames;
  }

  /** To generic netlink. */
  public Exchange generic() {
    return generic;
  }

  /** To routing netlink. */
  public Exchange route() {
    return route;
  }

  /** Opens another way to routing netlink, which the caller closes. */
  public Exchange openRoute() {
    return openRoute.get();
  }

  /** To netfilter's netlink. */
  public Netfilter netfilter() {
    return netfilter;
  }

  /** Returns where procfs is mounted. */
  public Path proc() {
    return procfs.root();
  }

  /** Returns where sysctls of the network can be written. */
  public Path sysctls() {
    return procfs.sysctls();
  }

  /** Returns where frames are sent to the wire. */
  public FrameSender frames() {
    return frames;
  }

  /** The interfaces as they are now. */
  public Links links() {
    return Links.read(route);
  }

  /** The one object of a type that several kinds use, made by whoever asks first. */
  public <T> T shared(Class<T> type, Function<KernelAccess, T> make) {
    Object known = shared.get(type);
    if (known == null) {
      known = make.apply(this);
      shared.put(type, known);
    }
    return type.cast(known);
  }

  @Override
  public void close() {
    shared.values().stream()
        .filter(Closeable.class::isInstance)
        .forEach(one -> ((Closeable) one).close());
    frames.close();
    netfilter.close();
    generic.close();
    route.close();
  }
}
