import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ends the process, and removes what it has for a while.
func exitProcess(_ status: Int32) -> Never {
  InterruptCleanup.shared.beginEnd()
  exit(status)
}

/// Lets a write to a closed pipe, or beyond a limit on file sizes, fail instead of killing the process unseen.
func letWritesFail() {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
}
