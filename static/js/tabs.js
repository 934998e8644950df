// Of more tabs than a phone is wide, the one that one is on is seen.
document.querySelector("main .tab[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
