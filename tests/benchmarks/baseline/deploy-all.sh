#!/bin/bash
# The way the four hubs were deployed before Hubyard: one after the other under a flock, each built, tagged, started, pruned, and then
# five seconds for the memory to settle. Usage: deploy-all.sh FOLDER_OF_HUBS
set -e
LOCK_FILE="/tmp/deploy-staging.lock"
exec 200>"$LOCK_FILE"
flock -x 200

HUBS="WBHubManager WBSalesHub WBFinHub WBOnboardingHub"
cd "$1"
echo "🚀 순차 스테이징 배포 시작"
for hub in $HUBS; do
  service="$(echo "$hub" | tr '[:upper:]' '[:lower:]')-staging"
  echo "📦 $hub 빌드 중..."
  started=$(date +%s)
  docker compose --project-directory "$hub" --file "$hub/compose.yaml" build "$service"
  docker tag "${service%-staging}:staging" "${service%-staging}:$(date +%Y%m%d%H%M%S)"
  docker compose --project-directory "$hub" --file "$hub/compose.yaml" up -d "$service"
  docker image prune -f
  echo "✅ $hub 빌드 완료 ($(($(date +%s) - started))초)"
  echo "⏳ 5초 대기 (메모리 정리)..."
  sleep 5
done
echo "✅ 모든 허브 배포 완료"
