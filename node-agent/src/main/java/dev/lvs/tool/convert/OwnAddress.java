package dev.lvs.tool.convert;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.InlineRealServer;
import dev.lvs.api.v1alpha1.RealServer;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.net.IpAddress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects real servers by which a configuration means the director itself. */
final class OwnAddress {
  private static final Pattern INLINE =
      Pattern.compile("spec[.]realServers[.]inline\\[(\\d+)\\][.]address");

  private OwnAddress() {}

  /** Returns whether a problem is that a real server has the VIP, or a loopback address. */
  static boolean isMeant(Problem problem, Input input) {
    boolean vip =
        problem.reason() == Reason.VIP_IS_HOST_ADDRESS
            && (problem.server().isPresent() || problem.resource().kind().equals("RealServer"));
    return vip
        || (problem.reason() == Reason.INVALID_ADDRESS
            && address(problem, input).filter(IpAddress::isLoopback).isPresent());
  }

  private static Optional<IpAddress> address(Problem problem, Input input) {
    Optional<String> ofServer =
        find(input.realServers(), problem.resource())
            .map(RealServer::getSpec)
            .flatMap(spec -> Optional.ofNullable(spec.address()));
    return ofServer.or(() -> inline(problem, input)).flatMap(IpAddress::read);
  }

  private static Optional<String> inline(Problem problem, Input input) {
    Matcher field = INLINE.matcher(problem.field());
    if (!field.matches()) {
      return Optional.empty();
    }
    int index = Integer.parseInt(field.group(1));
    return find(input.virtualServices(), problem.resource())
        .map(VirtualService::getSpec)
        .map(spec -> spec.realServers().inline())
        .filter(inline -> index < inline.size())
        .map(inline -> inline.get(index))
        .map(InlineRealServer::address);
  }

  private static <T extends HasMetadata> Optional<T> find(List<T> all, ResourceName name) {
    return all.stream().filter(one -> ResourceName.of(one).equals(name)).findFirst();
  }
}
