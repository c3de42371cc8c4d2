package dev.lvs.agent.syscall;

import com.sun.jna.LastErrorException;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.agent.netlink.TransportException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A network namespace to run code in: one platform thread that entered it and never leaves.
 *
 * <p>Everything that thread opens belongs to the namespace: sockets, and the files below
 * /proc/sys/net. (/proc/net does not: it leads to /proc/self/net, which is the main thread's;
 * /proc/thread-self/net is right.)
 */
public final class NetworkNamespace implements AutoCloseable {

  private final ExecutorService thread;

  private NetworkNamespace(ExecutorService thread) {
    this.thread = thread;
  }

  /**
   * Enters a namespace that exists.
   *
   * @param path /run/netns/NAME or /proc/PID/ns/net
   * @throws TransportException when there is none, or without CAP_SYS_ADMIN
   */
  public static NetworkNamespace at(Path path) {
    return enteredBy(
        "enter the network namespace " + path,
        () -> {
          int fd = C.open(path.toString(), C.O_RDONLY | C.O_CLOEXEC);
          try {
            return C.setns(fd, C.CLONE_NEWNET);
          } finally {
            C.close(fd);
          }
        });
  }

  /**
   * Makes a new, empty namespace, its loopback device down; it goes away with {@link #close} and
   * the last socket in it.
   *
   * @throws TransportException without CAP_SYS_ADMIN
   */
  public static NetworkNamespace fresh() {
    return enteredBy("make a network namespace", () -> C.unshare(C.CLONE_NEWNET));
  }

  /** Runs code inside and waits for it; what it throws is thrown here. */
  public <T> T call(Callable<T> inside) throws Exception {
    Future<T> result = thread.submit(inside);
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Ends the thread; code that is still running inside is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static NetworkNamespace enteredBy(String what, Callable<Integer> enter) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("netns").factory());
    NetworkNamespace namespace = new NetworkNamespace(thread);
    try {
      namespace.call(enter);
      return namespace;
    } catch (LastErrorException e) {
      namespace.close();
      throw new TransportException(what, new Errno(e.getErrorCode()));
    } catch (Exception e) {
      namespace.close();
      throw new IllegalStateException(what, e);
    }
  }
}
