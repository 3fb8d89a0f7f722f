#ifndef TOGUNA_EXCHANGE_RPC_FILL_LIST_H_
#define TOGUNA_EXCHANGE_RPC_FILL_LIST_H_

namespace toguna {

// Of one answer.
inline constexpr int kMaxListed = 1000;

// Puts what `message_of` makes of each of `rows` into `list`, as many as an
// answer holds; says in `response`, whose list it is, where there were more.
template <typename Rows, typename MessageOfRow, typename List,
          typename Response>
void FillList(const Rows& rows, const MessageOfRow& message_of, List& list,
              Response& response) {
  for (const auto& row : rows) {
    if (list.size() == kMaxListed) {
      response.set_truncated(true);
      return;
    }
    *list.Add() = message_of(row);
  }
}

}  // namespace toguna

#endif  // TOGUNA_EXCHANGE_RPC_FILL_LIST_H_
